// The programs of a load: cheap ones, so that what is measured is the host and the holder.

/** Bytes of one line as the terminal passes it on. */
export const LineBytes = 64;

/** Where the number of a line ends in it. */
const NumberEnd = "line 000000000".length;

/** Prints `lines` numbered lines at once, again after each pause, once the file is there; every one of them begins at another moment. */
const Perl = String.raw`
my ($lines, $pause, $go) = @ARGV;
until (-e $go) { select undef, undef, undef, 0.2 }
select undef, undef, undef, rand 1;
for (my $line = 0;;) {
  my $text = "";
  $text .= sprintf "line %09d %s\n", $line++, "." x 47 for 1 .. $lines;
  for (my $at = 0; $at < length $text;) { $at += syswrite(STDOUT, $text, length($text) - $at, $at) // exit }
  select undef, undef, undef, $pause;
}`;

/** The command of a session that prints. perl-base is part of every Debian, sleeps for parts of a second, and takes 5 MiB. */
export const printerOf = ({ linesAtOnce, pauseSeconds, go }) => ["perl", "-e", Perl, String(linesAtOnce), String(pauseSeconds), go];

/** The command of a session that does nothing. */
export const Idle = ["/bin/sleep", "100000"];

/** The command of a session that sends back what is typed. */
export const Echo = ["/bin/sh", "-c", "stty raw -echo; printf ready; exec cat"];

/** Says what is wrong with bytes that a printer is said to have printed at `offset`; undefined when nothing is. */
export function faultIn(bytes, offset) {
  const text = bytes.toString("latin1");
  for (let at = 0; at < text.length;) {
    const position = offset + at;
    const line = Math.floor(position / LineBytes);
    const due = lineText(line).slice(position % LineBytes);
    const found = text.slice(at, at + due.length);
    if (!due.startsWith(found)) return `at ${position} stands ${JSON.stringify(found)}, where ${JSON.stringify(due)} was due`;
    at += found.length;
  }

  return undefined;
}

const lineText = line => `line ${String(line).padStart(9, "0")} ${".".repeat(47)}\r\n`;

/** Says what is wrong with the text of a printer's screen that stands at `offset`; undefined when nothing is. Only the numbers are looked at. */
export function faultInSnapshot(text, offset) {
  const numbers = [...text.matchAll(/line (\d{9})/g)].map(([, number]) => Number(number));
  const gap = numbers.findIndex((number, index) => index > 0 && number !== numbers[index - 1] + 1);
  if (gap > 0) return `line ${numbers[gap]} follows line ${numbers[gap - 1]}`;
  // A line can be cut behind its number.
  const last = Math.floor((offset - NumberEnd) / LineBytes);
  if ((numbers.at(-1) ?? -1) !== last) return `line ${numbers.at(-1)} is the last one at ${offset}, where line ${last} was due`;
  return undefined;
}
