"""Exports lists as files: tables of columns over the rows of a list's own query, written as CSV, Excel workbook or
report.
"""
