"""What goes wrong in each line of the derivation, by name, with a hint; each slip stands here once.

`mistakes.py` puts the lines together to the table of each task.
"""
