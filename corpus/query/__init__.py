"""From what a reader types to an engine-neutral plan: AST, parser, planner."""
