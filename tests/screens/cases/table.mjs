/** How the tables of cases are written: `["name", steps…]`; a size as the first step is the one to begin with. */
import { program } from "../support/program.mjs";

const usualColumns = 10;
const usualRows = 4;

/** @param {string} subject what the cases are about @param {[string, ...unknown[]][]} rows */
export const table = (subject, rows) => rows.map(([name, ...steps]) => {
  const [columns, rowCount] = Array.isArray(steps[0]) ? steps.shift() : [usualColumns, usualRows];
  return { title: `${subject}: ${name}`, program: program(columns, rowCount, ...steps) };
});

/** Four full lines, none of them wrapped: "abcdefghij", "klmnopqrst", … */
export const full = "abcdefghij\r\nklmnopqrst\r\nuvwxyzABCD\r\nEFGHIJKLMN";

/** Twelve short lines, so that a screen of four rows has eight above it. */
export const history = Array.from({ length: 12 }, (_, index) => `line ${index}`).join("\r\n");

/** One case for each value. */
export const each = (values, row) => values.map(value => row(value));
