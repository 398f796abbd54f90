using Covalent.Executors.Channels;

namespace Covalent.Executors.Remote;

/// <summary>A shared framework that is installed on a machine.</summary>
internal sealed record InstalledFramework(string Name, Version Version);

/// <summary>What one look at a machine tells.</summary>
internal sealed record HostFacts
{
    public required string HostName { get; init; }

    public required string Home { get; init; }

    /// <summary>Such as <c>linux-x64</c>, <c>linux-musl-arm64</c>; the system's own words where .NET has no name for it.</summary>
    public required string RuntimeIdentifier { get; init; }

    public required int Processors { get; init; }

    /// <summary>The .NET program found there; null when there is none.</summary>
    public string? Dotnet { get; init; }

    public IReadOnlyList<InstalledFramework> Frameworks { get; init; } = [];

    /// <summary>The asked-for paths, absolute, in the order of the question.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>Whether every framework is there in a version that can run code built for the one named: same major, not older.</summary>
    public bool Has(IEnumerable<FrameworkReference> frameworks) => Dotnet is not null && frameworks.All(wanted =>
        Frameworks.Any(have => have.Name == wanted.Name && Version.TryParse(wanted.Version.Split('-')[0], out Version? version) && have.Version.Major == version.Major && have.Version >= version));
}

/// <summary>Asks a machine what it is, in one round trip.</summary>
internal static class HostProbe
{
    // The places where installers put .NET, after the one the user named and the search path.
    private const string Search = """
        for d in "$asked" "$(command -v dotnet 2>/dev/null)" "${DOTNET_ROOT:+$DOTNET_ROOT/dotnet}" "$HOME/.dotnet/dotnet" /usr/share/dotnet/dotnet /usr/lib/dotnet/dotnet /usr/lib64/dotnet/dotnet /usr/local/share/dotnet/dotnet; do
          if [ -n "$d" ] && [ -x "$d" ] && list=$("$d" --list-runtimes 2>/dev/null); then
            printf 'dotnet=%s\0runtimes=%s\0' "$d" "$list"
            break
          fi
        done
        """;

    private const string Facts = """
        printf 'home=%s\0host=%s\0system=%s\0machine=%s\0' "$HOME" "$(hostname 2>/dev/null || uname -n)" "$(uname -s)" "$(uname -m)"
        printf 'processors=%s\0' "$(getconf _NPROCESSORS_ONLN 2>/dev/null || nproc 2>/dev/null || echo 1)"
        musl=; for f in /lib/ld-musl-*; do [ -e "$f" ] && musl=1; done; for f in /lib/ld-linux* /lib64/ld-linux*; do [ -e "$f" ] && musl=; done
        [ -z "$musl" ] || printf 'libc=musl\0'
        """;

    /// <param name="dotnet">The .NET program the user named; empty looks in the usual places.</param>
    /// <param name="paths">Paths to make absolute.</param>
    public static ShellText Script(string dotnet, IEnumerable<string> paths) => ShellText.Lines(
        ShellText.Verbatim(Facts),
        ShellText.Of($"asked={(dotnet.Length == 0 ? ShellText.Word("") : dotnet.Contains('/', StringComparison.Ordinal) ? RemotePath.Expression(dotnet) : ShellText.Of($"$(command -v {dotnet})"))}"),
        ShellText.Verbatim(Search),
        ShellText.Lines(paths.Select(path => ShellText.Of($"p={RemotePath.Expression(path)}; printf 'path=%s\\0' \"$p\""))));

    public static async Task<HostFacts> AskAsync(ICommandChannel channel, string dotnet, IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        CommandResult result = await channel.RunAsync(ShellCommand.Repeatable(Script(dotnet, paths)), cancellationToken).ConfigureAwait(false);
        return Parse(result.Require(channel.Destination, "looking at the machine").OutputText);
    }

    public static HostFacts Parse(string output)
    {
        ILookup<string, string> said = output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).Where(pair => pair.Length == 2)
            .ToLookup(pair => pair[0].Trim(), pair => pair[1]);
        string One(string name) => said[name].FirstOrDefault() ?? "";
        return new HostFacts
        {
            HostName = One("host"),
            Home = One("home"),
            RuntimeIdentifier = RuntimeIdentifierOf(One("system"), One("machine"), isMusl: said["libc"].Contains("musl")),
            Processors = int.TryParse(One("processors"), out int processors) && processors > 0 ? processors : 1,
            Dotnet = said["dotnet"].FirstOrDefault(),
            Frameworks = [.. One("runtimes").Split('\n').Select(ParseRuntime).OfType<InstalledFramework>()],
            Paths = [.. said["path"]],
        };
    }

    private static string RuntimeIdentifierOf(string system, string machine, bool isMusl)
    {
        string os = system switch { "Linux" => isMusl ? "linux-musl" : "linux", "Darwin" => "osx", "FreeBSD" => "freebsd", _ => system.ToLowerInvariant() };
        string architecture = machine switch
        {
            "x86_64" or "amd64" => "x64",
            "aarch64" or "arm64" => "arm64",
            "armv7l" or "armv8l" => "arm",
            "i686" or "i386" => "x86",
            _ => machine,
        };
        return $"{os}-{architecture}";
    }

    private static InstalledFramework? ParseRuntime(string line) =>
        line.Split(' ', 3) is [var name, var version, ..] && Version.TryParse(version.Split('-')[0], out Version? parsed) ? new InstalledFramework(name, parsed) : null;
}
