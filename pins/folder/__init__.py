"""Files in, files out: for systems that can write to a folder and nothing else."""
