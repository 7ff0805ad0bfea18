/** The terminal that the corpora are written for. */
export const Columns = 120;
export const Rows = 40;
