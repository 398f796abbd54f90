using System.Text.Json.Nodes;

namespace Covalent.Executors.Tests.Slurm;

public sealed class SlurmOptionsTests
{
    [Fact]
    public void Dictionary_OfTheDocumentedConfiguration_SetsEveryOption()
    {
        JsonObject documented = JsonNode.Parse("""
            {"username":"user","address":"login.cluster.org","ssh_key_file":"/home/user/.ssh/id_rsa","cert_file":"/c","remote_workdir":"/scratch/user","cache_dir":"/tmp/covalent",
             "options":{"nodes":1,"cpus-per-task":8},"srun_options":{"cpu_bind":"cores"},"srun_append":"nsys","prerun_commands":["a"],"postrun_commands":["b"],"use_srun":false,
             "variables":{"K":"V"},"conda_env":"e","bashrc_path":"","slurm_path":"/opt/slurm/bin","poll_freq":30,"cleanup":false,"ignore_versions":true,
             "create_unique_workdir":true,"log_stdout":"o","log_stderr":"r","time_limit":60,"retries":2}
            """)!.AsObject();
        var slurm = (SlurmExecutor)new SlurmExecutor().FromDictionary(documented);
        JsonObject back = slurm.ToDictionary();
        foreach ((string key, JsonNode? value) in documented)
        {
            Assert.True(JsonNode.DeepEquals(value, back[key]), $"{key}: {back[key]?.ToJsonString()}");
        }

        Assert.Empty(slurm.Problems());
    }

    [Fact]
    public void Dictionary_ThereAndBack_IsTheSame()
    {
        var slurm = new SlurmExecutor { Options = new() { ["z"] = 1, ["a"] = "b" }, Variables = new Dictionary<string, string> { ["X"] = "y" }, TasksPerJob = 7 };
        JsonObject first = slurm.ToDictionary();
        Assert.True(JsonNode.DeepEquals(first, new SlurmExecutor().FromDictionary(first).ToDictionary()));
    }

    [Fact]
    public void Problems_AreAllReportedTogether()
    {
        var slurm = new SlurmExecutor
        {
            Port = 70000,
            HostKeyChecking = "no",
            SshKeyPassphrase = "hunter2",
            PollFreq = 0,
            MaxConnections = 0,
            TasksPerJob = 0,
            Options = new() { ["bad name"] = 1, ["list"] = new JsonArray(1), ["array"] = "0-3", ["n"] = "a\nb" },
            Variables = new Dictionary<string, string> { ["1X"] = "", ["A;B"] = "" },
        };
        string[] problems = [.. slurm.Problems()];
        foreach (string expected in new[] { "port", "host_key_checking", "ssh_key_passphrase", "poll_freq", "max_connections", "tasks_per_job", "bad name", "'list'", "'array'", "line break", "'1X'", "'A;B'" })
        {
            Assert.Contains(problems, problem => problem.Contains(expected));
        }

        Assert.DoesNotContain(problems, problem => problem.Contains("hunter2"));
    }

    [Fact]
    public void Defaults_AreTheDocumentedOnes()
    {
        var slurm = new SlurmExecutor();
        Assert.Equal((5.0, true, "$HOME/.bashrc", "/usr/bin", true, "covalent-workdir", false), (slurm.PollFreq, slurm.UseSrun, slurm.BashrcPath, slurm.SlurmPath, slurm.Cleanup, slurm.RemoteWorkdir, slurm.CreateUniqueWorkdir));
        Assert.Equal("slurm", slurm.ShortName);
        Assert.Empty(slurm.Problems());
    }
}
