using Covalent.Executors.Remote;

namespace Covalent.Executors.Tests.Remote;

public sealed class RoundTripBatcherTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Calls_DuringATrip_ShareTheNextOne()
    {
        var trips = new List<int>();
        var first = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        var batcher = new RoundTripBatcher<int, int>(async (items, _) =>
        {
            trips.Add(items.Count);
            begun.TrySetResult();
            await first.Task;
            return [.. items.Select(item => item * 2)];
        });
        Task<int> alone = batcher.AddAsync(1, Stop);
        await begun.Task;
        Task<int>[] others = [.. Enumerable.Range(2, 9).Select(i => batcher.AddAsync(i, Stop))];
        first.SetResult();
        Assert.Equal(2, await alone);
        int[] answers = await Task.WhenAll(others);
        Assert.Equal([4, 6, 8, 10, 12, 14, 16, 18, 20], answers);
        Assert.Equal([1, 9], trips);
    }

    [Fact]
    public async Task Calls_WhileItGathers_ShareTheTrip()
    {
        var trips = new List<int>();
        var company = new TaskCompletionSource();
        var batcher = new RoundTripBatcher<int, int>((items, _) =>
        {
            trips.Add(items.Count);
            return Task.FromResult<IReadOnlyList<int>>([.. items]);
        }, gather: () => company.Task);
        Task<int>[] calls = [.. Enumerable.Range(1, 5).Select(i => batcher.AddAsync(i, Stop))];
        company.SetResult();
        int[] answers = await Task.WhenAll(calls);
        Assert.Equal([1, 2, 3, 4, 5], answers);
        Assert.Equal([5], trips);
    }

    [Fact]
    public async Task Trip_ThatFails_FailsThoseWhoTookIt_AndTheNextOneWorks()
    {
        bool fails = true;
        var batcher = new RoundTripBatcher<int, int>((items, _) => fails ? throw new ExecutorException("down") : Task.FromResult<IReadOnlyList<int>>([.. items]));
        await Assert.ThrowsAsync<ExecutorException>(() => batcher.AddAsync(1, Stop));
        fails = false;
        Assert.Equal(5, await batcher.AddAsync(5, Stop));
    }

    [Fact]
    public async Task Caller_WhoGivesUp_DoesNotStopTheTrip()
    {
        var go = new TaskCompletionSource();
        var batcher = new RoundTripBatcher<int, int>(async (items, _) =>
        {
            await go.Task;
            return [.. items];
        });
        using var cancel = new CancellationTokenSource();
        Task<int> impatient = batcher.AddAsync(1, cancel.Token);
        Task<int> patient = batcher.AddAsync(2, Stop);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        go.SetResult();
        Assert.Equal(2, await patient);
    }

    [Fact]
    public void Pieces_CutShort_AreEmptyAndNeverThrow()
    {
        var random = new Random(3);
        for (int round = 0; round < 5000; round++)
        {
            byte[] bytes = new byte[random.Next(20)];
            for (int i = 0; i < bytes.Length; i++)
            {
                bytes[i] = "0123456789\n- x"u8[random.Next(14)];
            }

            var pieces = new LengthPrefixed(bytes);
            int total = Enumerable.Range(0, 6).Sum(_ => pieces.Next().Length);
            Assert.InRange(total, 0, bytes.Length);
        }
    }
}
