"""Lists as files: tables of columns over the rows of a list's own query, written as CSV, workbook or report."""
