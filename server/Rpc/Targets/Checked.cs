using System.Collections.Immutable;
using System.Globalization;
using Orchestrator.Common;
using Orchestrator.Protocol;
using Orchestrator.Screens;
using Orchestrator.Terminals;

namespace Orchestrator.Rpc.Targets;

/// <summary>
/// Checks what comes from outside, once: strings become ids, numbers become sizes. Behind this everything is
/// believed. Every refusal names the member.
/// </summary>
internal static class Checked
{
    private const int MaxTitle = 200;
    private const int MaxBatch = 500;
    private const int AnsiColors = 16;

    /// <summary>A text that is no id names no session.</summary>
    public static SessionId SessionId(string text) => Common.SessionId.TryParse(text, out var id)
        ? id
        : throw new OrchestratorException(ErrorCode.SessionNotFound, $"There is no session '{DisplayText.OneLine(text, 100)}'.")
        {
            Hint = "Ids are 1 to 64 letters, digits, '-' and '_'.",
        };

    public static ImmutableArray<string> SessionIds(ImmutableArray<string> ids) =>
        ids.Length <= MaxBatch
            ? NoNulls(ids, "sessionIds")
            : throw Limit("sessionIds", $"{ids.Length} sessions are more than the {MaxBatch} of one request");

    /// <summary>The serializer lets null through inside a list, whatever its type says.</summary>
    public static ImmutableArray<string> NoNulls(ImmutableArray<string> texts, string member) =>
        texts.All(text => text is not null) ? texts : throw Invalid(member, "one of its members is null");

    public static TerminalSize Size(int columns, int rows) => new TerminalSize(columns, rows) is { IsValid: true } size
        ? size
        : throw Invalid("cols", $"a terminal of {columns}×{rows} is not within 1×1 and {TerminalSize.MaxColumns}×{TerminalSize.MaxRows}");

    /// <summary>The size asked for, where one side may be left as it is; null when nothing was asked.</summary>
    public static TerminalSize? OptionalSize(int? columns, int? rows, TerminalSize present) =>
        columns is null && rows is null ? null : Size(columns ?? present.Columns, rows ?? present.Rows);

    public static string Title(string title, string member = "title") => DisplayText.OneLine(title, MaxTitle + 1) switch
    {
        "" => throw Invalid(member, "it has no visible character"),
        { Length: > MaxTitle } => throw Invalid(member, $"it is longer than {MaxTitle} characters"),
        var shown => shown,
    };

    public static int Range(int? value, string member, int least, int most, int fallback) => value switch
    {
        null => fallback,
        { } given when given >= least && given <= most => given,
        { } given => throw Invalid(member, $"{given} is not within {least} and {most}"),
    };

    public static string Length(string value, string member, int least, int most) => value.Length < least
        ? throw Invalid(member, $"it is shorter than {least} characters")
        : value.Length <= most ? value : throw Limit(member, $"its {value.Length} characters are more than {most}");

    /// <summary>A viewer's colours; null when it told none, or not all of them as <c>#rrggbb</c>.</summary>
    public static ScreenColors? Colors(TerminalColors? told)
    {
        if (told is not { Ansi: { IsDefault: false, Length: AnsiColors } }) return null;
        var all = told.Ansi.Append(told.Foreground).Append(told.Background).Append(told.Cursor).Select(Color).ToList();
        return all.Any(color => color is null) ? null : new ScreenColors(
            all[AnsiColors]!.Value, all[AnsiColors + 1]!.Value, all[AnsiColors + 2]!.Value, [.. all.Take(AnsiColors).Select(color => color!.Value)]);
    }

    /// <summary>An absolute folder that exists.</summary>
    public static string Folder(string path, string member)
    {
        var shown = DisplayText.OneLine(path, 300);
        if (path.Contains('\0')) throw Invalid(member, "a path has no NUL character");
        if (!Path.IsPathFullyQualified(path)) throw Invalid(member, $"'{shown}' is not an absolute path");
        if (File.Exists(path)) throw Invalid(member, $"'{shown}' is a file, not a folder");
        if (!Directory.Exists(path)) throw Invalid(member, $"there is no folder '{shown}', or it may not be entered");
        return Path.GetFullPath(path);
    }

    // #1e1e1e
    private static int? Color(string text) =>
        text is ['#', _, _, _, _, _, _] && int.TryParse(text.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var color)
            ? color
            : null;

    public static OrchestratorException Invalid(string member, string why) => new(ErrorCode.InvalidParams, $"'{member}' is invalid: {why}.");

    public static OrchestratorException Limit(string member, string why) =>
        new(ErrorCode.LimitReached, $"'{member}' is too large: {why}.") { Hint = "Send less at once." };
}
