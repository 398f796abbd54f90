using System.Runtime.InteropServices;

namespace Covalent.Core.Bundles;

/// <summary>Which runtime identifiers' files a platform can use, most special first.</summary>
internal static class RuntimeIdentifiers
{
    /// <summary>The portable identifier of this process's platform, such as <c>linux-x64</c>, whatever distribution built the runtime.</summary>
    public static string Current { get; } = $"{System()}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";

    /// <summary>For <c>linux-musl-arm64</c>: itself, <c>linux-musl</c>, <c>linux-arm64</c>, <c>linux</c>, <c>unix-arm64</c>, <c>unix</c>, <c>any</c>.</summary>
    public static IReadOnlyList<string> Fallbacks(string identifier)
    {
        var parts = identifier.Split('-');
        var (system, architecture) = (parts[0], parts.Length > 1 ? parts[^1] : "");
        List<string> result = [identifier];
        for (var name = string.Join('-', parts[..^1]); name.Length > 0; name = Parent(name))
        {
            Add(result, architecture.Length > 0 ? $"{name}-{architecture}" : name);
            Add(result, name);
        }

        Add(result, system);
        Add(result, "any");
        return result;
    }

    private static string System() =>
        OperatingSystem.IsWindows() ? "win"
        : OperatingSystem.IsMacOS() ? "osx"
        : RuntimeInformation.RuntimeIdentifier is var built && (built.Contains("musl") || built.StartsWith("alpine", StringComparison.Ordinal)) ? "linux-musl"
        : "linux";

    private static string Parent(string system) => system switch
    {
        "linux-musl" or "linux-bionic" => "linux",
        "linux" or "osx" or "freebsd" => "unix",
        _ => "",
    };

    private static void Add(List<string> list, string identifier)
    {
        if (!list.Contains(identifier))
        {
            list.Add(identifier);
        }
    }
}
