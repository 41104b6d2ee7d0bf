"""What holds for the project as a whole: its documents and its production set-up."""
