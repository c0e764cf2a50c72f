"""What one of our documents is, for writer and reader alike: its stamp, its keys' names, its safe opening."""
