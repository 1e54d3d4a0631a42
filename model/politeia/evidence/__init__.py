"""Evidence: what is believed of every parameter, on what grounds, and draws of it."""
