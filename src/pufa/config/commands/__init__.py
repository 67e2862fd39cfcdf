"""The commands of `pufa`, one module each: `HELP`, `add_arguments(parser)`, `run(arguments) -> exit code`."""
