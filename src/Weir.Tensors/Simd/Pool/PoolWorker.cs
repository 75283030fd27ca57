namespace Weir.Simd;

/// <summary>One helper thread of the <see cref="WorkPool"/> with a mailbox for a single job.</summary>
/// <remarks>
/// The mailbox holds 0 (free), the address of a job on offer, or that address with its lowest bit set (the helper works on it).
/// The thread that offers may take the offer back until the helper has set the bit; afterwards it waits for the helper.
/// </remarks>
#pragma warning disable CA1001 // the semaphore lives as long as the process, like its thread
internal sealed unsafe class PoolWorker
#pragma warning restore CA1001
{
    // About 10 microseconds. Longer spinning loses: while idle, a helper may sit on the very processor its next caller needs.
    private const int SpinsBeforeSleep = 300;
    // Between the layers of a model the caller has its processor, and will be back soon.
    private const int SpinsWhileBusy = 1500;
    // As short: the helper may have been woken on the caller's processor and wait for it in the middle of a chunk.
    private const int SpinsBeforeYield = 300;
    private const nint Taken = 1;

    private readonly SemaphoreSlim _wake = new(0);
    private nint _mailbox;
    private int _asleep;
    private int _spins = SpinsBeforeSleep;

    public PoolWorker(int index)
    {
        new Thread(Loop, maxStackSize: 1 << 20) { IsBackground = true, Name = $"weir-pool-{index + 1}" }.Start();
    }

    /// <summary>Puts a job into the mailbox if it is free and the helper is awake, or may be woken.</summary>
    /// <param name="job">The job.</param>
    /// <param name="wake">Whether it is worth waking the helper.</param>
    /// <param name="busy">Whether more will come soon.</param>
    public bool TryOffer(SharedJob* job, bool wake, bool busy)
    {
        if (!wake && Volatile.Read(ref _asleep) != 0)
            return false;
        if (Interlocked.CompareExchange(ref _mailbox, (nint)job, 0) != 0)
            return false;
        _spins = busy ? SpinsWhileBusy : SpinsBeforeSleep;
        if (Interlocked.CompareExchange(ref _asleep, 0, 1) == 1)
            _wake.Release();
        return true;
    }

    /// <summary>Takes a job back; returns when the helper does not and will not touch it.</summary>
    public void Withdraw(SharedJob* job)
    {
        if (Interlocked.CompareExchange(ref _mailbox, 0, (nint)job) == (nint)job)
            return;
        for (int spins = 0; Volatile.Read(ref _mailbox) == ((nint)job | Taken); spins++)
        {
            if (spins < SpinsBeforeYield)
                Thread.SpinWait(1);
            else
                Thread.Yield();
        }
    }

    private void Loop()
    {
        WorkPool.MarkInsideJob(true);
        while (true)
        {
            nint offer = WaitForOffer();
            if (Interlocked.CompareExchange(ref _mailbox, offer | Taken, offer) != offer)
                continue; // withdrawn
            ((SharedJob*)offer)->TakeFromBack();
            Volatile.Write(ref _mailbox, 0);
        }
    }

    private nint WaitForOffer()
    {
        for (int spins = 0; ; spins++)
        {
            nint offer = Volatile.Read(ref _mailbox);
            if (offer != 0)
                return offer;
            if (spins < _spins)
            {
                Thread.SpinWait(1);
                continue;
            }
            Interlocked.Exchange(ref _asleep, 1);
            if (Volatile.Read(ref _mailbox) == 0)
                _wake.Wait();
            else if (Interlocked.CompareExchange(ref _asleep, 0, 1) == 0)
                _wake.Wait(); // an offer saw us asleep and released the semaphore: take that release
            spins = 0;
        }
    }
}
