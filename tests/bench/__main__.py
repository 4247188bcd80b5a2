"""`make bench`: every measurement, one after the other, each beside a floor measured in the same run."""

from tests.bench import gias_import, national_analysis

if __name__ == "__main__":
    gias_import.main()
    national_analysis.main()
