"""Designs: from the words of a study to the points that it is lived at."""
