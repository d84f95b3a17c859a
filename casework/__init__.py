"""casework: workflow and case management for complaints and supervision (湘观影)."""
