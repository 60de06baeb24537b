"""Mark the exercises of a lesson that was handed in.

In the lesson itself `@exercise` returns the lesson's own function until the reader's is right, so what the notebook does says nothing
about the reader. Nothing that a notebook shows or does is looked at here. For each exercise

- `notebook` finds the student's definition by its name, and the few statements that it needs;
- `child` runs these alone in a process of its own, with the project's `helpers`, and calls the function with the exercise's examples;
- `isolation` shuts that process in, with nothing else of the machine in its reach;
- `watched_as_json` brings back what it returned, as plain data;
- `mark`, in a process that runs no line of a student's, compares that with the lesson's own solution.

`nbgrader_parts` and `table` are what nbgrader is told to use for this. The package stands beside `helpers` and imports nothing else of
the project, so that it can be copied out with it.
"""
