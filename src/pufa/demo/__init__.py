"""The sample city: a whole invented programme, built through the same actions a person would use."""
