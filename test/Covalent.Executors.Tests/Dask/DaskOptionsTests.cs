using System.Text.Json.Nodes;

namespace Covalent.Executors.Tests.Dask;

public sealed class DaskOptionsTests
{
    [Fact]
    public void Options_Fresh_AreTheDocumentedOnesAndHaveNoProblems()
    {
        var executor = new DaskExecutor();
        JsonObject options = executor.ToDictionary();
        Assert.Equal("dask", executor.ShortName);
        Assert.Equal("", options["scheduler_address"]!.GetValue<string>());
        Assert.Equal("stdout.log", options["log_stdout"]!.GetValue<string>());
        Assert.Equal("stderr.log", options["log_stderr"]!.GetValue<string>());
        Assert.Equal("", options["conda_env"]!.GetValue<string>());
        Assert.Equal("", options["cache_dir"]!.GetValue<string>());
        Assert.False(options["current_env_on_conda_fail"]!.GetValue<bool>());
        Assert.False(options["create_unique_workdir"]!.GetValue<bool>());
        Assert.Equal("", options["workdir"]!.GetValue<string>());
        Assert.Empty(executor.Problems());
    }

    [Fact]
    public void Problems_OfManyKinds_AreReportedTogether()
    {
        var executor = new DaskExecutor
        {
            SchedulerAddress = "127.0.0.1:8786",
            TlsClientKey = "/nowhere/key.pem",
            ConnectTimeout = 0,
            SchedulerPatience = -1,
            CacheMaxDays = 0,
            CurrentEnvOnCondaFail = true,
            Workdir = "a\tb",
            RemoteCache = "",
            Resources = { ["GPU"] = 0 },
        };
        string[] problems = [.. executor.Problems()];
        Assert.All(["scheduler_address", "tls_client_key is '/nowhere/key.pem'", "without tls_client_cert", "connect_timeout", "scheduler_patience", "cache_max_days", "current_env_on_conda_fail", "workdir", "remote_cache", "'GPU'"],
            word => Assert.Contains(problems, problem => problem.Contains(word, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("tcp://127.0.0.1:55564")]
    [InlineData("tcp://[::1]:8786")]
    [InlineData("tcp://head.example.org:8786")]
    public void Address_AsDaskWritesIt_IsAccepted(string address) => Assert.Empty(new DaskExecutor { SchedulerAddress = address }.Problems());

    [Fact]
    public void Tls_AddressWithoutAuthority_IsRefused() =>
        Assert.Contains("tls_ca_file", Assert.Single(new DaskExecutor { SchedulerAddress = "tls://127.0.0.1:8786" }.Problems()), StringComparison.Ordinal);
}
