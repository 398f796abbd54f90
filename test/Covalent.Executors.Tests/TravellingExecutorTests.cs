using System.Text.Json.Nodes;
using Covalent.Core.Configuration;
using Covalent.Executors.Remote;

namespace Covalent.Executors.Tests;

/// <summary>Options that executors share mean the same in all of them.</summary>
public sealed class TravellingExecutorTests
{
    private static readonly string[] Shared =
        ["create_unique_workdir", "conda_env", "dotnet_path", "ship_runtime", "stop_grace", "connect_timeout", "cache_max_days", "cache_max_size", "remote_cache"];

    public static TheoryData<TravellingExecutor> All => [new SshExecutor { Hostname = "h" }, new SlurmExecutor(), new DaskExecutor()];

    [Theory]
    [MemberData(nameof(All))]
    public void SharedOptions_Fresh_AreWhatTheConfigurationSaysTheyAre(TravellingExecutor executor)
    {
        JsonObject fresh = executor.ToDictionary();
        ConfigurationSectionSchema section = ConfigurationSchema.BuiltIn.Find($"executors.{executor.ShortName}")!;
        Assert.All(Shared, name => Assert.Equal(section.Find(name)!.Default?.ToString() ?? "", fresh[name]!.ToString(), ignoreCase: true));
        Assert.Empty(executor.Problems());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void SharedOptions_ThereAndBack_AreKept(TravellingExecutor executor)
    {
        JsonObject told = JsonNode.Parse("""
            {"create_unique_workdir":true,"conda_env":"e","dotnet_path":"/opt/dotnet","ship_runtime":true,"stop_grace":1.5,"connect_timeout":2,"cache_max_days":3,"cache_max_size":4,"remote_cache":"/r"}
            """)!.AsObject();
        JsonObject back = executor.FromDictionary(told).ToDictionary();
        Assert.All(Shared, name => Assert.True(JsonNode.DeepEquals(told[name], back[name]), $"{name}: {back[name]?.ToJsonString()}"));
        Assert.Equal(new StoreLimits(TimeSpan.FromDays(3), 4 << 20), executor.StoreLimits);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void SharedOptions_ThatCannotBe_AreAllNamedAtOnce(TravellingExecutor executor)
    {
        (executor.StopGrace, executor.ConnectTimeout, executor.PollFreq) = (-1, double.NaN, 0);
        (executor.CacheMaxDays, executor.CacheMaxSize) = (0, -1);
        (executor.RemoteCache, executor.CondaEnv, executor.DotnetPath) = ("", "a\nb", "c\0d");
        string[] problems = [.. executor.Problems()];
        string[] names = ["connect_timeout", "poll_freq", "stop_grace", "cache_max_days", "cache_max_size", "remote_cache", "conda_env", "dotnet_path"];
        Assert.Equal(names, problems.Select(problem => problem.Split(' ')[0]).Where(names.Contains));
    }
}
