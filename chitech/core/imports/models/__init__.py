"""What imports leave behind: the memory of each source, the imports that people began, and every row of them."""

from chitech.core.imports.models.details import ImportFile, ImportItem, ImportReject
from chitech.core.imports.models.imports import Import
from chitech.core.imports.models.memory import ImportedRecord, SavedMapping

__all__ = ["Import", "ImportFile", "ImportItem", "ImportReject", "ImportedRecord", "SavedMapping"]
