"""The figures for templates of other apps."""
