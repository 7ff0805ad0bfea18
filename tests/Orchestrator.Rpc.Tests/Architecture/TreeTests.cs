using System.Text.RegularExpressions;

namespace Orchestrator.Rpc.Tests.Architecture;

[TestClass]
public sealed partial class TreeTests(TestContext context)
{
    // Above the first figure a file deserves another thought, above the second it has two subjects.
    private const int ThinkAgainLines = 300;
    private const int TooManyLines = 400;

    [TestMethod]
    public void CSharp_files_have_one_subject()
    {
        var sizes = Repository.Files
            .Where(path => path.EndsWith(".cs", StringComparison.Ordinal))
            .Select(path => (Path: path, Lines: Repository.Read(path).Count(character => character == '\n')))
            .Where(file => file.Lines > ThinkAgainLines)
            .OrderByDescending(file => file.Lines)
            .ToList();

        foreach (var (path, lines) in sizes)
            context.WriteLine($"{lines,5} {path}");

        var tooLong = sizes.Where(file => file.Lines > TooManyLines).Select(file => $"{file.Path}: {file.Lines} lines").ToList();
        Assert.IsEmpty(tooLong, string.Join('\n', tooLong));
    }

    [TestMethod]
    public void Text_files_name_no_home_folder()
    {
        var places = Repository.Files
            .Select(path => (Path: path, Text: Repository.Read(path)))
            .Where(file => !file.Text.Contains('\0', StringComparison.Ordinal))
            .SelectMany(file => HomeFolder().Matches(file.Text).Select(match => $"{file.Path}:{Line(file.Text, match.Index)} {match.Value}"))
            .ToList();

        Assert.IsEmpty(places, string.Join('\n', places));
    }

    private static int Line(string text, int index) => text.AsSpan(0, index).Count('\n') + 1;

    // Samples may name the folder of a person called "user".
    [GeneratedRegex(@"(?<![\w.}])/((home|Users)/(?!user\b)|root/)\w+|\b[A-Z]:\\+Users\\+(?!user\b)\w+")]
    private static partial Regex HomeFolder();
}
