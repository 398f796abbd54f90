using Covalent.Core.Execution;
using Covalent.Executors.Tests.Slurm;
using Covalent.Executors.Tests.Ssh;
using Covalent.Testing;
using static Covalent.Executors.Tests.Leptons.LeptonRig;
using static Covalent.Workflow;

namespace Covalent.Executors.Tests.Leptons;

/// <summary>The same leptons over SSH, as another user, and on a Slurm cluster: the far side has an interpreter and nothing else.</summary>
[Trait("Checklist", "65")]
public sealed class RemoteLeptonTests
{
    private readonly string _folder = $"covalent-leptons-{Guid.NewGuid():N}";

    [Fact]
    public async Task Ssh_RunsPythonShellAndPackages()
    {
        var executor = SshExecutorTests.Loopback();
        executor.PythonPath = Pythons.Pip;
        await RunsAllKindsAsync(executor, $"/home/{Backends.Require("COVALENT_TEST_SSH_USER")}");
    }

    [Fact]
    public async Task Slurm_RunsPythonShellAndPackages()
    {
        var executor = SlurmExecutorTests.OnTheLoginNode();
        executor.RemoteWorkdir = Path.Combine(SlurmExecutorTests.Folder, _folder);
        await RunsAllKindsAsync(executor, "/");
    }

    private static async Task RunsAllKindsAsync(Executor executor, string home)
    {
        var local = Directory.CreateTempSubdirectory("covalent-wheels-").FullName;
        try
        {
            await using var rig = await ExecutorRig.CreateAsync(executor);
            var answer = Random.Shared.Next(1_000_000);
            Wheel.Write(local, "covalent_wheel", "1.0", answer);
            var packages = new ElectronOptions { Deps = [new DepsPip("covalent_wheel") { WheelFolder = local }] };
            var outcomes = await rig.RunAllAsync(() =>
            {
                var found = Python<int>(new PythonFunction("Leptons/deps_tasks.py", "answer") { Options = packages });
                var model = Python<PythonObject>("Leptons/lepton_tasks.py", "train", found);
                var weight = Python<int>("Leptons/lepton_tasks.py", "weigh", model, 2);
                return Shell<string>("echo \"$1 in $HOME\"", weight);
            });
            Assert.StartsWith($"{2 * answer} in {home}", ExecutorRig.Value<string>(Completed(outcomes[3])), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(local, recursive: true);
        }
    }
}
