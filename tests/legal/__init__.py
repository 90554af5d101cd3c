"""The legal library, through its public names."""
