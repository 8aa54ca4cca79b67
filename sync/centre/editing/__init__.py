"""Content as its editors keep it, in YAML or a workbook, taken in whole or refused with everything that is wrong."""
