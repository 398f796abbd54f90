using Covalent.Cli.Tests.Commands;
using Covalent.Engine;

namespace Covalent.Cli.Tests.Setup;

/// <summary>A data and configuration folder of one test, with an engine that fills it.</summary>
internal sealed class DataFolder : IAsyncDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("covalent-cli-");
    private EmbeddedDispatcher? _engine;

    public string Root => _root.FullName;

    public string Data => Path.Combine(Root, "data");

    public string ConfigurationFile => Path.Combine(Root, "config", "covalent.conf");

    public Dictionary<string, string> Environment => new()
    {
        ["HOME"] = Root,
        ["PATH"] = System.Environment.GetEnvironmentVariable("PATH") ?? "",
        ["COVALENT_DATA_DIR"] = Data,
        ["COVALENT_CACHE_DIR"] = Path.Combine(Root, "cache"),
        ["COVALENT_CONFIG_DIR"] = Path.Combine(Root, "config"),
    };

    public CovalentConfiguration Configuration => CovalentConfiguration.Load(new ConfigurationSources { EnvironmentVariables = Environment });

    /// <summary>An engine as applications have it.</summary>
    public EmbeddedDispatcher Engine => _engine ??= new EmbeddedDispatcher(EmbeddedClient.Options(Configuration, Data));

    public Task<CommandRun> RunAsync(params string[] arguments) => CommandRun.In(Environment, "", arguments);

    public Task<CommandRun> AnswerAsync(string input, params string[] arguments) => CommandRun.In(Environment, input, arguments);

    /// <summary>Dispatches something and waits for its end.</summary>
    public async Task<string> CompleteAsync(Func<Task<string>> dispatch)
    {
        var id = await StartAsync(dispatch);
        await Engine.WaitAsync(id);
        return id;
    }

    public async Task<string> StartAsync(Func<Task<string>> dispatch)
    {
        using (ClientProvider.Use(Engine))
        {
            return await dispatch();
        }
    }

    /// <summary>Stops the engine as a process that ends in good order does.</summary>
    public async Task CloseEngineAsync()
    {
        if (_engine is { } engine)
        {
            _engine = null;
            await engine.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseEngineAsync();
        _root.Delete(recursive: true);
    }

}
