using Covalent.Server.Hosting;

namespace Covalent.Server.Tests;

/// <summary>A real server in this process, on a free port, with a data folder of its own.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly CovalentServer _server;
    private readonly bool _ownsFolder;

    private TestServer(CovalentServer server, string folder, bool ownsFolder)
    {
        _server = server;
        _ownsFolder = ownsFolder;
        Folder = folder;
        Http = new HttpClient { BaseAddress = new Uri(server.Address + "/") };
        Client = NewClient();
    }

    public string Folder { get; }

    public string Address => _server.Address;

    public CovalentServer Server => _server;

    public HttpClient Http { get; }

    public HttpDispatcherClient Client { get; }

    public static async Task<TestServer> StartAsync(Func<ServerOptions, ServerOptions>? change = null, string? folder = null)
    {
        var path = folder ?? NewFolder();
        var options = new ServerOptions(path) { Port = 0, Configuration = EmptyConfiguration() };
        return new TestServer(await CovalentServer.StartAsync(change?.Invoke(options) ?? options), path, folder is null);
    }

    public HttpDispatcherClient NewClient(string? token = null) => new(Options(token));

    /// <summary>A client that comes back for minutes when the server has no time for it.</summary>
    public HttpDispatcherClient NewPatientClient() => new(Options(null) with { RetryPatience = TimeSpan.FromMinutes(5) });

    /// <summary>Copies of this test application's files, made once for all tests.</summary>
    public static string ClientBundles { get; } = NewClientBundles();

    public static string NewFolder() => Directory.CreateTempSubdirectory("covalent-server-").FullName;

    public static CovalentConfiguration EmptyConfiguration(params (string Name, string Value)[] variables) => CovalentConfiguration.Load(new ConfigurationSources
    {
        File = Path.Combine(Path.GetTempPath(), "no-such-covalent.conf"),
        EnvironmentVariables = variables.ToDictionary(pair => pair.Name, pair => pair.Value),
    });

    private static string NewClientBundles()
    {
        var folder = Directory.CreateTempSubdirectory("covalent-server-client-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    }

    private HttpDispatcherClientOptions Options(string? token) => new(new Uri(Address)) { Token = token, BundleFolder = ClientBundles };

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        Http.Dispose();
        await _server.DisposeAsync();
        if (_ownsFolder)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
