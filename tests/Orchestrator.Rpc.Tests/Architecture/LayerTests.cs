namespace Orchestrator.Rpc.Tests.Architecture;

[TestClass]
public sealed class LayerTests
{
    [TestMethod]
    public void Server_files_use_only_layers_to_their_left()
    {
        var layers = Layers.FromReadme();

        var offences = ServerSource.All.SelectMany(layers.Offences).ToList();

        Assert.IsEmpty(offences, string.Join('\n', offences));
    }

    [TestMethod]
    public void Readme_names_every_folder_of_the_server()
    {
        var folders = ServerSource.All.Select(source => source.Layer).Distinct().Order(StringComparer.Ordinal);

        var unnamed = folders.Except(Layers.FromReadme().Order).ToList();

        Assert.IsEmpty(unnamed, string.Join(", ", unnamed));
    }

    [TestMethod]
    [DataRow("using Orchestrator.Hosting.Schema;", DisplayName = "using")]
    [DataRow("using static Orchestrator.Hosting.Schema.SchemaFiles;", DisplayName = "static using")]
    [DataRow("global::Orchestrator.Hosting.Thing.Run();", DisplayName = "global name")]
    [DataRow("var files = Hosting.Schema.SchemaFiles.Build();", DisplayName = "name without the root")]
    [DataRow("private Orchestrator.Rpc.Thing _thing;", DisplayName = "field")]
    public void Use_of_a_layer_to_the_right_is_an_offence(string line)
    {
        var source = ServerSource.Parse("server/Common/Sample.cs", $"namespace Orchestrator.Common;\n{line}");

        var offences = Layers.FromReadme().Offences(source).ToList();

        Assert.HasCount(1, offences);
        StringAssert.StartsWith(offences[0], "server/Common/Sample.cs:2 ", StringComparison.Ordinal);
    }

    [TestMethod]
    [DataRow("using Orchestrator.Protocol;", DisplayName = "layer to the left")]
    [DataRow("// See Orchestrator.Hosting.Schema.", DisplayName = "comment")]
    [DataRow("var count = Sessions.Count;", DisplayName = "property named like a layer")]
    public void Other_uses_are_no_offence(string line)
    {
        var source = ServerSource.Parse("server/Common/Sample.cs", $"namespace Orchestrator.Common;\n{line}");

        var offences = Layers.FromReadme().Offences(source).ToList();

        Assert.IsEmpty(offences, string.Join('\n', offences));
    }

    [TestMethod]
    [DataRow("server/Common/Sample.cs", "namespace Orchestrator.Rpc;", DisplayName = "another folder's namespace")]
    [DataRow("server/Common/Inner/Sample.cs", "namespace Orchestrator.Common;", DisplayName = "the outer folder's namespace")]
    [DataRow("server/Common/Sample.cs", "class Sample;", DisplayName = "no namespace")]
    [DataRow("server/Sample.cs", "namespace Orchestrator;", DisplayName = "no folder")]
    [DataRow("server/Helpers/Sample.cs", "namespace Orchestrator.Helpers;", DisplayName = "unknown folder")]
    public void Namespace_other_than_the_folder_is_an_offence(string path, string text)
    {
        var offences = Layers.FromReadme().Offences(ServerSource.Parse(path, text)).ToList();

        Assert.IsNotEmpty(offences);
    }
}
