"""The people side: bridge objects and QML."""
