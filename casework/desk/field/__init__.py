"""The desk of those to whom work is given out: county unions, prefectures above them, film offices."""
