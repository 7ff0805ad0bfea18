/** What is not compared: xterm.js knows less, or the server protects viewers from it. */
// What asks something; bytes as characters.
const queries = /(?:\x1b\[|\xc2\x9b)[>=?]?[\d;:]*(?:[cnqutxSyw]|\$[pw]|\*y)|\x1bZ|\x05|(?:\x1b\]|\xc2\x9d)[^\x07\x1b]*[?lt][^\x07\x1b]*(?:\x07|\x1b\\|\xc2\x9c)?|\x1b[P_][^\x1b]*(?:\x1b\\|\xc2\x9c)?/;

export const avoided = [
  {
    id: "queries-leave-no-trace",
    what: "a combining character or REP right behind a query goes to the character before the query",
    why: "Viewers never see the query, so for them nothing stands in between; the screen is what they show.",
    avoid: new RegExp(`(?:${queries.source})(?:\x1b[\\x20-\\x3f[]*[a-z]?|\x7f)*(?:(?:\x1b\\[|\xc2\x9b)\\d*b|[\x80-\xff])`, "s"),
  },
  {
    id: "beyond-xterm",
    what: "left and right margins (?69), extended reverse wrapping (?1045) and grapheme clusters (?2027)",
    why: "xterm.js does not know these modes.",
    avoid: /(?:\x1b\[|\xc2\x9b)\?(?:\d*;)*(?:69|1045|2027)(?:;\d*)*h/,
  },
  {
    id: "repeat-limit",
    what: "REP repeats at most as often as the screen has cells",
    why: "xterm.js has no limit: a count of 2,147,483,647 keeps it busy until its memory ends.",
    prepare(core) {
      const input = core._inputHandler;
      const repeat = input.repeatPrecedingCharacter;
      input.repeatPrecedingCharacter = function repeatSome({ params }) {
        return repeat.call(this, { params: [Math.min(params[0] || 1, core.cols * core.rows)] });
      };
    },
  },
  {
    id: "long-titles-and-links",
    what: "titles and addresses beyond a limit have no effect, and viewers do not see them",
    why: "xterm.js takes up to ten million characters of them, which would have to be kept and sent in each snapshot.",
    avoid: /\x1b\][028];[^\x07\x1b]{1000}/,
  },
  {
    id: "links-to-anything",
    what: "links whose scheme no viewer follows have no effect, and viewers do not see them",
    why: "xterm.js takes any address and leaves it to whoever opens it.",
    avoid: /(?:\x1b\]|\xc2\x9d)8;[^;\x07\x1b]*;(?!(?:https?|file|mailto|vscode(?:-insiders)?):)[^\x07\x18\x1a\x1b\xc2]/i,
  },
];
