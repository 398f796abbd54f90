using System.Text;
using Covalent.Core.Execution;
using Covalent.Executors.Remote;
using Covalent.Executors.Slurm;
using Microsoft.Extensions.Time.Testing;

namespace Covalent.Executors.Tests.Slurm;

/// <summary>When a cluster is looked at and when Slurm is asked.</summary>
public sealed class SlurmWatchTests
{
    private static readonly SlurmJobHandle Handle = new("12", "covalent-d-4-1", "covalent-d-4-1", 0, IsPacked: true);

    private readonly FakeTimeProvider _clock = new();
    private readonly SlurmWatch _watch;

    public SlurmWatchTests() => _watch = new SlurmWatch(_clock, TimeSpan.FromSeconds(5));

    [Fact]
    public void Slurm_AfterASubmission_IsAskedAtGrowingPausesUpToPollFreq()
    {
        _watch.Remember([Handle], [JobStatus.Queued], isAsked: true);
        var asked = new List<double>();
        var start = _clock.GetUtcNow();
        for (int i = 0; i < 600; i++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(50));
            if (_watch.IsQuestionDue)
            {
                asked.Add((_clock.GetUtcNow() - start).TotalSeconds);
                _watch.Remember([Handle], [JobStatus.Queued], isAsked: true);
            }
        }

        Assert.InRange(asked.Count, 5, 12);
        Assert.All(asked.Zip(asked.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 0.49, 5.06));
        Assert.InRange(asked[^1] - asked[^2], 4.99, 5.06);
    }

    [Fact]
    public void Outcome_Told_IsAnsweredWithoutALook()
    {
        _watch.Remember([Handle], [JobStatus.Queued], isAsked: true);
        Tell("covalent-d-4-1", "{\"status\":\"COMPLETED\"}\nbytes");
        Assert.Equal(JobState.Ended, _watch.Heard([Handle])![0].State);
        Assert.StartsWith("{", Encoding.ASCII.GetString(_watch.OutcomeOf(Handle.Task)!.Value.Span));
        _watch.Forget(Handle.Task);
        Assert.Null(_watch.OutcomeOf(Handle.Task));
    }

    [Fact]
    public void Outcome_OfATaskThatIsAJobOfItsOwn_CountsWhenTheJobIsOver()
    {
        SlurmJobHandle whole = Handle with { IsPacked = false };
        _watch.Remember([whole], [JobStatus.Queued], isAsked: true);
        Tell("covalent-d-4-1", "{\"status\":\"COMPLETED\"}\nbytes");
        Assert.Equal(JobState.Running, _watch.Heard([whole])![0].State);
        Assert.Equal(JobState.Queued, _watch.Remember([whole], [JobStatus.Queued], isAsked: true)[0].State);
        _watch.Tell([QueueLine.Parse("covalent-d-4-1 over")]);
        Assert.Equal(JobState.Ended, _watch.Heard([whole])![0].State);
        Assert.Equal(JobState.Ended, _watch.Remember([whole], [JobStatus.Running], isAsked: true)[0].State);
    }

    [Fact]
    public void Outcome_OfATaskThatIsAllItsJobRuns_CountsAtOnce()
    {
        SlurmJobHandle whole = Handle with { IsPacked = false };
        _watch.Remember([whole], [JobStatus.Queued], isAsked: true);
        _watch.Tell([QueueLine.Parse("covalent-d-4-1 alone")]);
        Assert.Equal(JobState.Running, _watch.LastOf(whole.Task).State);
        Tell("covalent-d-4-1", "{\"status\":\"COMPLETED\"}\nbytes");
        Assert.Equal(JobState.Ended, _watch.Heard([whole])![0].State);
    }

    [Fact]
    public void Job_OverWithoutAnOutcomeTold_IsLookedAt()
    {
        _watch.Tell([]);
        _watch.Remember([Handle], [JobStatus.Running], isAsked: true);
        Assert.NotNull(_watch.Heard([Handle]));
        _watch.Tell([QueueLine.Parse("covalent-d-4-1 over")]);
        Assert.Null(_watch.Heard([Handle]));
    }

    [Fact]
    public void Outcome_ThatOnlySaysStopped_IsLookedAt()
    {
        _watch.Remember([Handle], [JobStatus.Running], isAsked: true);
        Tell("covalent-d-4-1", "{\"status\":\"CANCELLED\"}\n");
        Assert.Null(_watch.Heard([Handle]));
        Assert.Null(_watch.OutcomeOf(Handle.Task));
    }

    [Fact]
    public void Outcome_OfSomebodyElsesJob_IsNotKept()
    {
        Tell("covalent-other-1", "{\"status\":\"COMPLETED\"}\n");
        Assert.Null(_watch.OutcomeOf("covalent-other-1"));
    }

    [Fact]
    public void Answer_WithoutFollowers_IsNeverFromMemory()
    {
        _watch.Tell([]);
        _watch.Remember([Handle], [JobStatus.Running], isAsked: true);
        Assert.NotNull(_watch.Heard([Handle]));
        _watch.HearNoMore();
        Assert.Null(_watch.Heard([Handle]));
    }

    [Fact]
    public void Answer_Unknown_IsNeverFromMemory()
    {
        _watch.Tell([]);
        _watch.Remember([Handle], [JobStatus.Unknown], isAsked: true);
        Assert.Null(_watch.Heard([Handle]));
        Assert.False(_watch.Knows(Handle.Task));
    }

    [Fact]
    public void Look_UnderWayWhenTheOutcomeIsTold_DoesNotTakeItBack()
    {
        _watch.Remember([Handle], [JobStatus.Queued], isAsked: true);
        Tell("covalent-d-4-1", "{\"status\":\"COMPLETED\"}\n");
        Assert.Equal(JobState.Ended, _watch.Remember([Handle], [JobStatus.Running], isAsked: false)[0].State);
    }

    private void Tell(string job, string outcome) => _watch.Tell([new QueueLine(job, QueueWord.Ended, Encoding.ASCII.GetBytes(outcome))]);
}
