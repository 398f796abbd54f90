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
    [InlineData("127.0.0.1:22", null, "127.0.0.1", 22, null)]
    [InlineData("[::1]:22*2", null, "::1", 22, 2)]
    internal void PoolHost_AsPeopleWriteIt_IsTakenApart(string text, string? user, string host, int? port, int? limit) =>
        Assert.Equal(new SshPoolHost(new Covalent.Executors.Channels.Ssh.SshHop(user, host, port), limit), SshPoolHost.Parse(text));

    [Theory]
    [InlineData("127.0.0.1:22", "hostname = \"127.0.0.1\" and port = 22")]
    [InlineData("host:2222", "hostname = \"host\" and port = 2222")]
    [InlineData("me@host", "hostname = \"host\" and username = \"me\"")]
    [InlineData("ssh://me@host:22/", "hostname = \"host\" and port = 22 and username = \"me\"")]
    [InlineData("[::1]:22", "hostname = \"::1\" and port = 22")]
    [InlineData("[::1]", "hostname = \"::1\"")]
    [InlineData("host:ssh", "hostname = \"host\"")]
    [InlineData("1:2:3", "no name or address")]
    [InlineData("a b", "no name or address")]
    public void Host_WithMoreThanAName_IsRefusedWithWhatToWrite(string host, string remedy)
    {
        Assert.Contains(remedy, Assert.Single(new SshExecutor { Hostname = host }.Problems()));
        Assert.Contains(remedy.Replace("hostname", "address"), Assert.Single(new SlurmExecutor { Address = host }.Problems()));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("2001:db8::7")]
    [InlineData("fe80::1%eth0")]
    [InlineData("host.example.org")]
    [InlineData("an_alias-1")]
    public void Host_ByNameOrAddress_IsAccepted(string host)
    {
        Assert.Empty(new SshExecutor { Hostname = host }.Problems());
        Assert.Empty(new SlurmExecutor { Address = host }.Problems());
        Assert.Empty(new SshExecutor { Hosts = [host] }.Problems());
    }

    [Theory]
    [InlineData("none", true)]
    [InlineData("me@gate:2222,gate2", true)]
    [InlineData("[::1]:22", true)]
    [InlineData("gate:ssh", false)]
    [InlineData("gate,", false)]
    [InlineData("gate gate2", false)]
    public void JumpHost_IsCheckedAsItIsWritten(string jump, bool isFine) => Assert.Equal(isFine, !new SshExecutor { Hostname = "h", JumpHost = jump }.Problems().Any());

    [Theory]
    [InlineData("host:x")]
    [InlineData("host:99999")]
    [InlineData("1:2:3")]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("host*0")]
    [InlineData("host*x")]
    [InlineData("a*1*2")]
    public void PoolHost_ThatNamesNone_IsAProblem(string text) => Assert.Contains(new SshExecutor { Hosts = [text] }.Problems(), problem => problem.Contains($"'{text}'"));
}
