"""What somebody would try who means harm, and what they get."""
