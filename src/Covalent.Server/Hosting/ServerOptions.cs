using System.Globalization;

namespace Covalent.Server.Hosting;

/// <summary>How one server listens and stores.</summary>
/// <param name="DataFolder">Folder of the database, the payloads, the bundles and the logs.</param>
internal sealed record ServerOptions(string DataFolder)
{
    public const int DefaultPort = 48008;

    /// <summary>Address to listen on: an IP address, <c>localhost</c> or <c>*</c> for all. Default: 127.0.0.1.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>Port to listen on; the next free one is taken where it is in use, and 0 is any. Default: 48008.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>Most bytes of one submission. Default: 256 MiB.</summary>
    public long LargestBody { get; init; } = 256L << 20;

    /// <summary>Most bytes of one file of a bundle. Default: 2 GiB.</summary>
    public long LargestFile { get; init; } = 2L << 30;

    /// <summary>The user's configuration.</summary>
    public required CovalentConfiguration Configuration { get; init; }

    /// <summary>Clock of everything. Default: the system's.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Executors known beside the configured ones, by short name; for tests.</summary>
    public Func<ExecutorSpec, Executor?>? Executors { get; init; }

    /// <summary>Reads a command line over the configuration.</summary>
    /// <exception cref="ArgumentException">An option is unknown or its value wrong.</exception>
    public static ServerOptions Parse(IReadOnlyList<string> arguments, CovalentConfiguration configuration)
    {
        var options = new ServerOptions(configuration.DataFolder)
        {
            Configuration = configuration,
            Address = configuration.GetBoolean("dispatcher.listen_on_all") == true ? "*" : "127.0.0.1",
            Port = (int)(configuration.GetInteger("dispatcher.port") ?? DefaultPort),
        };
        for (var i = 0; i < arguments.Count; i += 2)
        {
            var value = i + 1 < arguments.Count ? arguments[i + 1] : throw new ArgumentException($"Option '{arguments[i]}' needs a value. {Usage}");
            options = arguments[i] switch
            {
                "--data" => options with { DataFolder = Path.GetFullPath(value) },
                "--address" => options with { Address = value },
                "--port" => options with { Port = ParsePort(value) },
                _ => throw new ArgumentException($"Option '{arguments[i]}' is not known. {Usage}"),
            };
        }

        return options;
    }

    private const string Usage = "Usage: covalent-server [--data DIR] [--address A] [--port N]";

    private static int ParsePort(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65535
        ? port
        : throw new ArgumentException($"'{text}' is not a port; use 0 (any) to 65535.");
}
