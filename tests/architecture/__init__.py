"""What holds for the project as a whole: its documents, and how it is put into service."""
