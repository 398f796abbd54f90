using System.IO.Compression;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Covalent.Executors.Tests.Leptons;

/// <summary>Makes a NuGet package with one small assembly: a package is a zip with folders of a certain form.</summary>
internal static class NuGetPackage
{
    /// <returns>The folder with the package.</returns>
    public static string Write(string parent, string name, string version)
    {
        var folder = Directory.CreateDirectory(Path.Combine(parent, "feed")).FullName;
        using var zip = ZipFile.Open(Path.Combine(folder, $"{name}.{version}.nupkg"), ZipArchiveMode.Create);
        using var entry = zip.CreateEntry($"lib/net10.0/{name}.dll").Open();
        var compilation = CSharpCompilation.Create(name, [CSharpSyntaxTree.ParseText("public static class Plugin { public static int Answer() => 42; }")],
            [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)], new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var assembly = new MemoryStream();
        Assert.True(compilation.Emit(assembly).Success);
        assembly.WriteTo(entry);
        return folder;
    }
}
