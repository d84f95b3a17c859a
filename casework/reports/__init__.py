"""Dashboards, assessment, exports."""
