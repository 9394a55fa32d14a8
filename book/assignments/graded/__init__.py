"""What problem set 5 is graded with: answers, the problems that they answer, and mistakes by name.

None of it is ever handed out, nor on the site.
"""
