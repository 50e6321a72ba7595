"""Files of contacts, as address books export them: read into rows and people, and written.

1. `encoding`  bytes → what letters they are; what is no text is refused
2. `table`     the text → a header and numbered rows of cells; CSV of any separator, or vCards (`vcards`)
3. `columns`   a header → what each column holds
4. `people`    a row → a `Person`, and what is wrong with the row
5. `merging`   a person and a customer who is there already → what is filled in, and what stays as it is
"""

from bot.domain.contact_files.table import Table, open_table

__all__ = ["Table", "open_table"]
