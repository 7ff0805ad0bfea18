using System.Diagnostics.CodeAnalysis;

namespace Orchestrator.Common;

/// <summary>
/// Identifies a session. No character of it has a meaning in paths and command lines; strings from outside become
/// ids only through <see cref="TryParse"/>.
/// </summary>
internal readonly record struct SessionId
{
    private SessionId(string value) => Value = value;

    public string Value { get; }

    public static SessionId New() => new(Guid.CreateVersion7().ToString("N"));

    public static bool TryParse(string? text, out SessionId id)
    {
        id = IdentifierText.IsValid(text) ? new SessionId(text) : default;
        return id.Value is not null;
    }

    public override string ToString() => Value;
}

/// <summary>Identifies a project; formed like a <see cref="SessionId"/>.</summary>
internal readonly record struct ProjectId
{
    private ProjectId(string value) => Value = value;

    public string Value { get; }

    public static ProjectId New() => new(Guid.CreateVersion7().ToString("N"));

    public static bool TryParse(string? text, out ProjectId id)
    {
        id = IdentifierText.IsValid(text) ? new ProjectId(text) : default;
        return id.Value is not null;
    }

    public override string ToString() => Value;
}

/// <summary>The form of every identifier: 1 to 64 ASCII letters, digits, <c>-</c> and <c>_</c>.</summary>
internal static class IdentifierText
{
    public const int MaxLength = 64;

    public static bool IsValid([NotNullWhen(true)] string? text) =>
        text is { Length: >= 1 and <= MaxLength }
        && char.IsAsciiLetterOrDigit(text[0])
        && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_');
}
