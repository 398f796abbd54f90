using Covalent.Engine.Diagnostics;

namespace Covalent.Engine.Dispatching;

/// <content>Cancel requests that other processes leave in the store.</content>
internal sealed partial class Dispatcher
{
    private static readonly TimeSpan RequestPause = TimeSpan.FromMilliseconds(200);
    private bool _isWatchingRequests;
    private long _seenMark = -1;

    private void WatchCancelRequests()
    {
        if (!_isWatchingRequests && _runs.Count > 0 && _store.IsDurable && !_isStopping)
        {
            _isWatchingRequests = true;
            _deadlines.Add(RequestPause, LookForCancelRequests);
        }
    }

    private void LookForCancelRequests()
    {
        _isWatchingRequests = false;
        var mark = _store.ReadChangeMark();
        if (mark == _seenMark)
        {
            return;
        }

        _seenMark = mark;
        foreach (var request in _store.ReadCancelRequests(_settings.Owner))
        {
            _batch.AnsweredRequests.Add(request.Number);
            if (!_runs.TryGetValue(request.DispatchId, out var run))
            {
                continue;
            }

            try
            {
                BeginCancel(run, request.Nodes);
            }
            catch (ArgumentException e)
            {
                EngineLog.CancelRequestRefused(_settings.Logger, request.DispatchId, e.Message);
            }
        }
    }
}
