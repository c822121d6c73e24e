"""Running a session: who is in it, who came, what is told to them, what they said, and the figures of it all."""
