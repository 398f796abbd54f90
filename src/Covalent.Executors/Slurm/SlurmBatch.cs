using Covalent.Executors.Remote;

namespace Covalent.Executors.Slurm;

/// <summary>Tasks that one call of <c>sbatch</c> hands over: a plain job, or an array with an element for each pack.</summary>
/// <param name="Name">Name of the job in Slurm, and of its folder.</param>
/// <param name="Elements">The tasks of each element.</param>
/// <param name="IsPacked">Each element's tasks wait in a queue, from which the job's workers take them; else a job runs its one task itself,
/// in every rank of its step.</param>
internal sealed record SlurmBatch(string Name, IReadOnlyList<IReadOnlyList<RemoteTask>> Elements, bool IsPacked)
{
    /// <summary>Elements of an array that every cluster allows; Slurm's own default limit is 1001.</summary>
    private const int LongestArray = 1000;

    public bool IsArray => Elements.Count > 1;

    public IEnumerable<RemoteTask> Tasks => Elements.SelectMany(element => element);

    /// <summary>Groups tasks of one bundle into as few submissions as the settings allow. Suspects stay alone.</summary>
    public static IEnumerable<SlurmBatch> Of(SlurmExecutor settings, IReadOnlyList<RemoteTask> tasks)
    {
        IEnumerable<IReadOnlyList<RemoteTask>> alone = tasks.Where(task => task.IsSuspect).Select(task => new[] { task });
        IEnumerable<IReadOnlyList<RemoteTask>> packs = tasks.Where(task => !task.IsSuspect).Chunk(settings.TasksPerJob);
        return alone.Concat(packs).Chunk(settings.UseJobArrays ? LongestArray : 1)
            .Select(elements => new SlurmBatch(NameOf(elements), elements, settings.TasksPerJob > 1));
    }

    // A task alone gives its own name, under which a restarted dispatcher finds it; others the first one's and their number.
    private static string NameOf(IReadOnlyList<RemoteTask>[] elements) =>
        elements is [[var only]] ? only.JobName : $"{elements[0][0].JobName}-x{elements.Sum(element => element.Count)}";

    /// <summary>The queue of a packed element.</summary>
    public string QueueOf(int element) => $"{Name}-{element}";

    public SlurmJobHandle HandleOf(string id, int element, RemoteTask task) =>
        new(IsArray ? $"{id}_{element}" : id, task.JobName, Name, element, IsPacked);

    /// <summary>The longest time limit of an element's tasks, one after the other; null when some task has none.</summary>
    public TimeSpan? TimeLimit => Elements.All(element => element.All(task => task.Options.TimeLimit is not null))
        ? Elements.Max(element => TimeSpan.FromTicks(element.Sum(task => task.Options.TimeLimit!.Value.Ticks)))
        : null;
}
