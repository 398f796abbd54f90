using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Covalent.Core.Execution;
using Microsoft.Extensions.Logging;

namespace Covalent.Core.Tests.Execution;

public sealed class ExecutorRegistryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("covalent-plugins-").FullName;
    private readonly Warnings _warnings = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact(DisplayName = "Checklist 46: discovery: built in, folder; a bad plug-in warns and is skipped")]
    [Trait("Checklist", "46")]
    public void Folder_WithGoodAndBadPlugins_GivesTheGoodOnes()
    {
        WriteExecutor(Path.Combine(_folder, "Good.dll"), "good", "Good");
        Directory.CreateDirectory(Path.Combine(_folder, "nested"));
        WriteExecutor(Path.Combine(_folder, "nested", "Nested.dll"), "nested", "Nested");
        File.WriteAllBytes(Path.Combine(_folder, "garbage.dll"), [1, 2, 3, 4, 5]);
        CompiledAssembly.Write(Path.Combine(_folder, "Dependency.dll"), "public class JustALibrary { }");
        CompiledAssembly.Write(Path.Combine(_folder, "NotAnExecutor.dll"), "[assembly: CovalentExecutor(typeof(string))]");
        CompiledAssembly.Write(Path.Combine(_folder, "Throws.dll"), """
            [assembly: CovalentExecutor(typeof(Thrower))]
            public class Thrower : BaseExecutor
            {
                public Thrower() => throw new InvalidOperationException("born broken");
                public override string ShortName => "thrower";
                public override object? Run(TaskFunction function, TaskMetadata task) => null;
            }
            """);
        var registry = Registry().Add(() => new AsyncProbe());
        Assert.Equal(["async-probe", "good", "nested"], registry.List().Select(entry => entry.ShortName));
        Assert.NotNull(registry.Create("good"));
        Assert.Null(registry.Create("nobody"));
        Assert.Contains(_warnings.Texts, text => text.Contains("NotAnExecutor.dll") && text.Contains("is not a public class derived from Executor"));
        Assert.Contains(_warnings.Texts, text => text.Contains("Throws.dll"));
        Assert.DoesNotContain(_warnings.Texts, text => text.Contains("Dependency.dll"));
    }

    [Fact]
    public void Plugin_WithItsOwnDependency_FindsItBesideItself()
    {
        var library = Path.Combine(_folder, "PluginLibrary.dll");
        CompiledAssembly.Write(library, "public static class Words { public static string Name => \"with-library\"; }");
        CompiledAssembly.Write(Path.Combine(_folder, "UsesLibrary.dll"), """
            [assembly: CovalentExecutor(typeof(UsesLibrary))]
            public class UsesLibrary : BaseExecutor
            {
                public override string ShortName => Words.Name;
                public override object? Run(TaskFunction function, TaskMetadata task) => null;
            }
            """, library);
        var executor = Registry().Create("with-library");
        Assert.NotNull(executor);
        Assert.NotSame(System.Runtime.Loader.AssemblyLoadContext.Default, System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(executor.GetType().Assembly));
        Assert.IsAssignableFrom<BaseExecutor>(executor);
    }

    [Fact]
    public void Plugin_WithATakenName_IsLeftOutWithAWarning()
    {
        WriteExecutor(Path.Combine(_folder, "Imposter.dll"), "async-probe", "Imposter");
        var registry = Registry().Add(() => new AsyncProbe());
        Assert.Equal(typeof(AsyncProbe), Assert.Single(registry.List()).Type);
        Assert.Contains(_warnings.Texts, text => text.Contains("'async-probe'") && text.Contains("has the same name"));
    }

    [Fact(DisplayName = "Checklist 46: defaults never override the user's configuration")]
    [Trait("Checklist", "46")]
    public void Create_TakesTheConfigurationAndThenWhatTheSpecSays()
    {
        var configured = new JsonObject { ["retries"] = 5, ["log_stdout"] = "configured.log" };
        var registry = new ExecutorRegistry(_ => configured, [], _warnings).Add(() => new AsyncProbe());
        var executor = registry.Create(new AsyncProbe { LogStdout = "said.log" }.ToSpec())!;
        Assert.Equal((5, "said.log", -1.0), (executor.Retries, executor.LogStdout, executor.TimeLimit));
        Assert.Equal("configured.log", registry.Create("async-probe")!.LogStdout);
    }

    [Fact]
    public void Create_FromAWrongConfiguration_NamesTheKey()
    {
        var registry = new ExecutorRegistry(_ => new JsonObject { ["retires"] = 5 }, [], _warnings).Add(() => new AsyncProbe());
        Assert.Contains("'retires'", Assert.Throws<ExecutorException>(() => registry.Create("async-probe")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ConfiguredAttributes_OfASection_HoldOnlyWhatTheUserSet()
    {
        var file = Path.Combine(_folder, "covalent.conf");
        File.WriteAllText(file, """
            [executors.async-probe]
            retries = 2
            time_limit = 30
            hosts = ["a", "b"]
            [executors.async-probe.labels]
            team = "x"
            """);
        var configuration = CovalentConfiguration.Load(new ConfigurationSources { File = file });
        var attributes = new ConfiguredAttributes(configuration).For(new AsyncProbe())!;
        Assert.Equal(["hosts", "labels", "retries", "time_limit"], attributes.Select(entry => entry.Key).Order());
        var executor = (AsyncProbe)new AsyncProbe().FromDictionary(attributes);
        Assert.Equal((2, 30.0, "x", "b"), (executor.Retries, executor.TimeLimit, executor.Labels["team"], executor.Hosts[1]));
        Assert.Null(new ConfiguredAttributes(configuration).For(new SyncProbe()));
    }

    private ExecutorRegistry Registry() => new(static _ => null, [_folder], _warnings);

    private static void WriteExecutor(string path, string shortName, string type) => CompiledAssembly.Write(path, $$"""
        [assembly: CovalentExecutor(typeof({{type}}))]
        public class {{type}} : BaseExecutor
        {
            public override string ShortName => "{{shortName}}";
            public override object? Run(TaskFunction function, TaskMetadata task) => null;
        }
        """);

    private sealed class Warnings : ILogger
    {
        public ConcurrentQueue<string> Texts { get; } = new();

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Texts.Enqueue(formatter(state, exception));
    }
}
