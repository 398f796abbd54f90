using System.Runtime.InteropServices;

namespace Covalent.Core.Execution;

/// <summary>Where the .NET installation that runs this process lies.</summary>
internal static class DotnetHost
{
    /// <summary>Root of the installation (the folder with <c>dotnet</c>, <c>host</c> and <c>shared</c>); null when the application brought
    /// its own runtime.</summary>
    public static string? Root { get; } = FindRoot();

    /// <summary>The <c>dotnet</c> program of that installation; null as for <see cref="Root"/>.</summary>
    public static string? Path => Root is null ? null : System.IO.Path.Combine(Root, Program);

    /// <summary>Deps files the host used, the application's own first; empty for single-file and ahead-of-time compiled applications.</summary>
    public static IReadOnlyList<string> DepsFiles { get; } =
        (AppContext.GetData("APP_CONTEXT_DEPS_FILES") as string)?.Split(';', StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static string Program => OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";

    // shared/Microsoft.NETCore.App/10.0.x/ is three levels below the root.
    private static string? FindRoot()
    {
        var runtime = RuntimeEnvironment.GetRuntimeDirectory();
        var root = System.IO.Path.GetFullPath(System.IO.Path.Combine(runtime, "..", "..", ".."));
        return File.Exists(System.IO.Path.Combine(root, Program)) ? root : null;
    }
}
