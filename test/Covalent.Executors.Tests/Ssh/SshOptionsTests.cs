using System.Text.Json.Nodes;

namespace Covalent.Executors.Tests.Ssh;

public sealed class SshOptionsTests
{
    [Fact]
    public void Dictionary_OfTheDocumentedConfiguration_SetsEveryOption()
    {
        JsonObject documented = JsonNode.Parse("""
            {"username":"user","hostname":"host.hostname.org","ssh_key_file":"/home/user/.ssh/id_rsa","cache_dir":"/tmp/c","python_path":"python3","conda_env":"e",
             "remote_cache":"/r","remote_workdir":"w","create_unique_workdir":true,"run_local_on_ssh_fail":true,"poll_freq":3,"do_cleanup":false,"retry_connect":false,
             "max_connection_attempts":9,"retry_wait_time":1}
            """)!.AsObject();
        var ssh = (SshExecutor)new SshExecutor().FromDictionary(documented);
        JsonObject back = ssh.ToDictionary();
        foreach ((string key, JsonNode? value) in documented)
        {
            Assert.True(JsonNode.DeepEquals(value, back[key]), $"{key}: {back[key]?.ToJsonString()}");
        }

        Assert.Empty(ssh.Problems());
    }

    [Fact]
    public void RemoteDir_OfTheDocumentation_IsTheRemoteCache()
    {
        Assert.Equal("/tmp/covalent", new SshExecutor { RemoteDir = "/tmp/covalent" }.RemoteCache);
        var fromConfiguration = (SshExecutor)new SshExecutor().FromDictionary(new JsonObject { ["hostname"] = "h", ["remote_dir"] = "/home/user/.cache/covalent" });
        Assert.Equal("/home/user/.cache/covalent", fromConfiguration.RemoteCache);
        Assert.Contains("remote_cache", Assert.Single(fromConfiguration.Notices));
        Assert.False(fromConfiguration.ToDictionary().ContainsKey("remote_dir"));
    }

    [Fact]
    public void Defaults_AreTheDocumentedOnes()
    {
        var ssh = new SshExecutor { Hostname = "h" };
        Assert.Equal((15.0, true, true, 5, 5.0, ".cache/covalent", "covalent-workdir", "python", false), (ssh.PollFreq, ssh.DoCleanup, ssh.RetryConnect, ssh.MaxConnectionAttempts, ssh.RetryWaitTime, ssh.RemoteCache, ssh.RemoteWorkdir, ssh.PythonPath, ssh.RunLocalOnSshFail));
        Assert.Empty(ssh.Problems());
        Assert.Contains("hostname", Assert.Single(new SshExecutor().Problems()));
    }

    [Fact]
    public void UnknownKey_IsRefusedByName() =>
        Assert.Contains("hostnam", Assert.Throws<ExecutorException>(() => new SshExecutor().FromDictionary(new JsonObject { ["hostnam"] = "x" })).Message);

    [Theory]
    [InlineData("pi1", null, "pi1", null, null)]
    [InlineData("pi@pi1:2222*3", "pi", "pi1", 2222, 3)]
    [InlineData("pi1*16", null, "pi1", null, 16)]
    internal void PoolHost_AsPeopleWriteIt_IsTakenApart(string text, string? user, string host, int? port, int? limit) =>
        Assert.Equal(new SshPoolHost(new Covalent.Executors.Channels.Ssh.SshHop(user, host, port), limit), SshPoolHost.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("host*0")]
    [InlineData("host*x")]
    [InlineData("a*1*2")]
    public void PoolHost_ThatNamesNone_IsAProblem(string text) => Assert.Contains(new SshExecutor { Hosts = [text] }.Problems(), problem => problem.Contains($"'{text}'"));
}
