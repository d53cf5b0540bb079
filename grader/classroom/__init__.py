"""Many answers: from a folder of submissions to a gradebook."""
