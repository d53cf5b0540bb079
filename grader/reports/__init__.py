"""From a verdict, a standing or a gradebook to something that people or programs read."""
