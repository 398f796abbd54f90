using Covalent.Executors.Channels;
using Covalent.Executors.Slurm;

namespace Covalent.Executors.Tests.Slurm;

public sealed class SlurmScriptTests
{
    private static readonly ShellText Program = ShellText.Verbatim("sh /scratch/user/job/task.sh");

    private static readonly ShellText Folder = ShellText.Verbatim("/scratch/user/job");

    private static readonly ShellText Exit = ShellText.Verbatim("/scratch/user/job/exit");

    /// <summary>The first example of the documentation, from the configuration file.</summary>
    private static SlurmExecutor FromConfiguration => new()
    {
        Username = "user",
        Address = "login.cluster.org",
        SshKeyFile = "/home/user/.ssh/id_rsa",
        RemoteWorkdir = "/scratch/user",
        CacheDir = "/tmp/covalent",
        Options = new() { ["nodes"] = 1, ["ntasks"] = 4, ["cpus-per-task"] = 8, ["constraint"] = "gpu", ["gpus"] = 4, ["qos"] = "regular" },
        SrunOptions = new() { ["cpu_bind"] = "cores", ["gpus"] = 4, ["gpu-bind"] = "single:1" },
    };

    /// <summary>The second example, from code.</summary>
    private static SlurmExecutor FromCode => new()
    {
        RemoteWorkdir = "/scratch/user/experiment1",
        Options = new() { ["qos"] = "regular", ["time"] = "01:30:00", ["nodes"] = 1, ["constraint"] = "gpu" },
        PrerunCommands = ["module load package/1.2.3", "srun --ntasks-per-node 1 dcgmi profile --pause"],
        SrunOptions = new() { ["n"] = 4, ["c"] = 8, ["cpu-bind"] = "cores", ["G"] = 4, ["gpu-bind"] = "single:1" },
        SrunAppend = "nsys profile --stats=true -t cuda --gpu-metrics-device=all",
        PostrunCommands = ["srun --ntasks-per-node 1 dcgmi profile --resume"],
    };

    [Fact]
    public void Script_OfTheConfigurationExample_IsTheDocumentedOne() => Assert.Equal("""
        #!/bin/bash
        #SBATCH --nodes=1
        #SBATCH --ntasks=4
        #SBATCH --cpus-per-task=8
        #SBATCH --constraint=gpu
        #SBATCH --gpus=4
        #SBATCH --qos=regular

        tidied=97; [ ! -d /scratch/user/job ] || tidied=0
        [ "${SLURM_RESTART_COUNT:-0}" = 0 ] || rm -f -- /scratch/user/job/exit /scratch/user/job/exit.over
        if [ -f "$HOME"/.bashrc ]; then . "$HOME"/.bashrc; fi
        srun --cpu_bind=cores --gpus=4 --gpu-bind=single:1 sh /scratch/user/job/task.sh

        wait
        [ -f /scratch/user/job/exit ] || [ ! -d /scratch/user/job ] || sleep 2
        code=$(cat -- /scratch/user/job/exit 2>/dev/null || if [ -d /scratch/user/job ]; then echo 97; else echo "$tidied"; fi)
        [ ! -r /scratch/user/job/over.sh ] || sh /scratch/user/job/over.sh
        exit "$code"

        """, SlurmScript.Write(FromConfiguration, Program, Folder, Exit));

    [Fact]
    public void Script_OfTheCodeExample_IsTheDocumentedOne() => Assert.Equal("""
        #!/bin/bash
        #SBATCH --qos=regular
        #SBATCH --time=01:30:00
        #SBATCH --nodes=1
        #SBATCH --constraint=gpu

        tidied=97; [ ! -d /scratch/user/job ] || tidied=0
        [ "${SLURM_RESTART_COUNT:-0}" = 0 ] || rm -f -- /scratch/user/job/exit /scratch/user/job/exit.over
        if [ -f "$HOME"/.bashrc ]; then . "$HOME"/.bashrc; fi
        module load package/1.2.3
        srun --ntasks-per-node 1 dcgmi profile --pause
        srun -n 4 -c 8 --cpu-bind=cores -G 4 --gpu-bind=single:1 \
        nsys profile --stats=true -t cuda --gpu-metrics-device=all \
        sh /scratch/user/job/task.sh
        srun --ntasks-per-node 1 dcgmi profile --resume

        wait
        [ -f /scratch/user/job/exit ] || [ ! -d /scratch/user/job ] || sleep 2
        code=$(cat -- /scratch/user/job/exit 2>/dev/null || if [ -d /scratch/user/job ]; then echo 97; else echo "$tidied"; fi)
        [ ! -r /scratch/user/job/over.sh ] || sh /scratch/user/job/over.sh
        exit "$code"

        """, SlurmScript.Write(FromCode, Program, Folder, Exit));

    [Fact]
    public void Script_WithEverything_KeepsTheOrder()
    {
        var settings = new SlurmExecutor
        {
            Options = new() { ["mem"] = 0, ["exclusive"] = "", ["requeue"] = true, ["overcommit"] = false, ["p"] = "debug", ["constraint"] = "a&b|c" },
            Variables = new Dictionary<string, string> { ["A"] = "x y", ["B"] = "$(id)" },
            CondaEnv = "my env",
            BashrcPath = "",
            UseSrun = false,
            PrerunCommands = ["module load python"],
            PostrunCommands = ["echo over"],
        };
        Assert.Equal("""
            #!/bin/bash
            #SBATCH --mem=0
            #SBATCH --exclusive
            #SBATCH --requeue
            #SBATCH -p debug
            #SBATCH --constraint='a&b|c'

            tidied=97; [ ! -d /scratch/user/job ] || tidied=0
            [ "${SLURM_RESTART_COUNT:-0}" = 0 ] || rm -f -- /scratch/user/job/exit /scratch/user/job/exit.over
            export A='x y'
            export B='$(id)'
            eval "$(conda shell.bash hook)" && conda activate 'my env' || { echo "The conda environment "'my env'" could not be activated on $(hostname)." >&2; exit 99; }
            module load python
            sh /scratch/user/job/task.sh
            echo over

            wait
            [ -f /scratch/user/job/exit ] || [ ! -d /scratch/user/job ] || sleep 2
            code=$(cat -- /scratch/user/job/exit 2>/dev/null || if [ -d /scratch/user/job ]; then echo 97; else echo "$tidied"; fi)
            [ ! -r /scratch/user/job/over.sh ] || sh /scratch/user/job/over.sh
            exit "$code"

            """, SlurmScript.Write(settings, Program, Folder, Exit));
    }

    [Fact]
    public void Script_WithoutOptions_TouchesNeitherCondaNorModules()
    {
        string script = SlurmScript.Write(new SlurmExecutor { BashrcPath = "" }, Program, Folder, Exit);
        Assert.DoesNotContain("conda", script);
        Assert.DoesNotContain("#SBATCH", script);
        Assert.Contains("\nsrun sh /scratch/user/job/task.sh\n", script);
    }

    [Fact]
    public void SrunAppend_WithBraces_IsCopiedAsItIs() =>
        Assert.Contains("\nperf {a} ${X} \\\n", SlurmScript.Write(new SlurmExecutor { SrunAppend = "perf {a} ${X}" }, Program, Folder, Exit));

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(137)]
    public async Task Script_Run_EndsWithTheProgramsExitCodeWhateverRunsAfterIt(int code)
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        var settings = new SlurmExecutor { UseSrun = false, BashrcPath = "", PrerunCommands = ["false"], PostrunCommands = ["true | false", "echo post"] };
        string script = SlurmScript.Write(settings, ShellText.Of($"sh -c {$"echo {code} >{folder}/exit"}"), ShellText.Word(folder), ShellText.Word(folder + "/exit"));
        CommandResult result = await RunAsync(folder, script);
        Assert.Equal(code, result.ExitCode);
        Assert.Equal("post\n", result.OutputText);
    }

    [Fact]
    public async Task Script_WhoseProgramNeverStarts_SaysSoByItsExitCode()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        var settings = new SlurmExecutor { BashrcPath = "/no/such/file", SrunAppend = "", PrerunCommands = ["srun() { return 1; }"] };
        CommandResult result = await RunAsync(folder, SlurmScript.Write(settings, Program, ShellText.Word(folder), ShellText.Word(folder + "/exit")));
        Assert.Equal(SlurmScript.ProgramNotStarted, result.ExitCode);
    }

    [Fact]
    public async Task Script_WhoseFolderIsTidiedUpWhileItRuns_EndsWell()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        string job = Directory.CreateDirectory($"{folder}/job").FullName;
        var settings = new SlurmExecutor { BashrcPath = "", UseSrun = false };
        CommandResult result = await RunAsync(folder, SlurmScript.Write(settings, ShellText.Of($"rm -rf {job}"), ShellText.Word(job), ShellText.Word(job + "/exit")));
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task Script_WhoseFolderTheNodeDoesNotSee_SaysThatNothingWasStarted()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        var settings = new SlurmExecutor { BashrcPath = "", UseSrun = false };
        CommandResult result = await RunAsync(folder, SlurmScript.Write(settings, ShellText.Of($"sh {folder + "/job/task.sh"}"), ShellText.Word(folder + "/job"), ShellText.Word(folder + "/job/exit")));
        Assert.Equal(SlurmScript.ProgramNotStarted, result.ExitCode);
    }

    [Fact]
    public async Task Script_WithoutConda_FailsOnlyWhenAnEnvironmentWasAskedFor()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        var settings = new SlurmExecutor { UseSrun = false, BashrcPath = "", CondaEnv = "science" };
        CommandResult result = await RunAsync(folder, SlurmScript.Write(settings, Program, Folder, Exit));
        Assert.Equal(SlurmScript.NoEnvironment, result.ExitCode);
        Assert.Contains("science", result.ErrorText);
    }

    [Fact]
    public async Task Variables_WithHostileValues_AreSetAndNotRun()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        const string Hostile = "a'b\"c `touch /tmp/covalent-injected` $(touch /tmp/covalent-injected)\nsecond; touch /tmp/covalent-injected";
        var settings = new SlurmExecutor { UseSrun = false, BashrcPath = "$(touch /tmp/covalent-injected)", Variables = new Dictionary<string, string> { ["V"] = Hostile } };
        CommandResult result = await RunAsync(folder, SlurmScript.Write(settings, ShellText.Verbatim("printf %s \"$V\""), Folder, Exit));
        Assert.Equal(Hostile, result.OutputText);
        Assert.False(File.Exists("/tmp/covalent-injected"));
    }

    private static async Task<CommandResult> RunAsync(string folder, string script)
    {
        await File.WriteAllTextAsync(folder + "/job.sh", script, TestContext.Current.CancellationToken);
        await using var channel = new LocalChannel(TimeProvider.System);
        return await channel.RunAsync(new ShellCommand(ShellText.Of($"bash {folder + "/job.sh"}")), TestContext.Current.CancellationToken);
    }
}
